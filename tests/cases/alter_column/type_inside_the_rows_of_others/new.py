def points(t):
    t.big_int("x")
    t.text("name", nullable=True)


def paths(t):
    t.integer("id")
    t.column("start", "points", nullable=True)
    t.column("others", "points[]", nullable=True)
