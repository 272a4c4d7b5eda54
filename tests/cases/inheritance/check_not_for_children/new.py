def cities(t):
    t.text("name")
    t.check("cities_named", "name <> ''", no_inherit=True)
    t.check("cities_short", "length(name) < 50")


def capitals(t):
    t.inherits("cities")
