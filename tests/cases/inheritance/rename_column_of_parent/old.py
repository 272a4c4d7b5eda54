def cities(t):
    t.text("title")


def capitals(t):
    t.inherits("cities")
    t.text("country")
