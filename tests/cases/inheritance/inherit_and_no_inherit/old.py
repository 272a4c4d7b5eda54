def cities(t):
    t.text("name")


def capitals(t):
    t.text("name")
    t.text("country")


def towns(t):
    t.inherits("cities")
    t.text("mayor")
