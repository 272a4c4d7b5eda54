def cities(t):
    t.text("name")
    t.integer("height", nullable=True)


def capitals(t):
    t.inherits("cities")
    t.text("country")
