def cities(t):
    t.text("name")
    t.check("cities_named", "name <> ''")


def capitals(t):
    t.inherits("cities")
