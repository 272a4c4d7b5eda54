def cities(t):
    t.text("name", renamed_from="title")


def capitals(t):
    t.inherits("cities")
    t.text("country")
