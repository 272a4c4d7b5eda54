def cities(t):
    t.text("name")
    t.big_int("height", nullable=True, comment="m")


def capitals(t):
    t.inherits("cities")
    t.text("country")
