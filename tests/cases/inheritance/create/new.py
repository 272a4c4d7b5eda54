def cities(t):
    t.text("name")
    t.integer("height", nullable=True)
    t.check("cities_named", "name <> ''")


def capitals(t):
    t.inherits("cities")
    t.text("country")
