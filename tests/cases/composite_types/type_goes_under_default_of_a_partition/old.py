from fluentorm import sql


def define(db):
    db.composite_type("place", {"x": "integer", "y": "integer"})


def visits(t):
    t.integer("year")
    t.column("at", "place", nullable=True)
    t.partition_by("list", "year")
    part = t.partition("early_visits", values=[1])
    part.column("at", "place", nullable=True, default=sql("ROW(1, 2)"))


def walks(t):
    t.column("at", "place", nullable=True)
