def cities(t):
    t.text("name")


def towns(t):
    t.inherits("cities")
