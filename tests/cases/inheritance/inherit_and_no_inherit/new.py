def cities(t):
    t.text("name")


def capitals(t):
    t.text("country")
    t.inherits("cities")


def towns(t):
    t.text("name")
    t.text("mayor")
