def cities(t):
    t.text("name")


def capitals(t):
    t.inherits("cities")
    t.text("country")
