def define(db):
    db.composite_type("place", {"y": "integer", "x": "integer"})


def visits(t):
    t.integer("year")
    t.text("at", nullable=True)
    t.partition_by("list", "year")
    t.partition("early_visits", values=[1])


def walks(t):
    t.column("at", "place", nullable=True)
