def define(db):
    db.composite_type("stop", {"point": "points", "minutes": "integer"})
    db.domain("origin", "points", checks={"origin_first": "(VALUE).x > 0"})


def points(t):
    t.big_int("x")
    t.text("name", nullable=True)


def paths(t):
    t.column("stops", "stop[]", nullable=True)
    t.column("start", "origin", nullable=True)
