from fluentorm import sql


def define(db):
    db.enum("color", ["red", "green", "blue"])
    db.domain("palette", "color[]", checks={"no_red": "NOT ('red' = ANY (VALUE))"})


def things(t):
    t.integer("id")
    t.column("colors", "palette", default=sql("'{green}'::color[]"))
    t.column("several", "palette[]", nullable=True)
