def cities(t):
    t.text("name")
    t.integer("height", default=0)


def capitals(t):
    t.inherits("cities")
    t.text("country")
