def define(db):
    db.composite_type("person", {"last": "text", "first": "text"})


def letters(t):
    t.integer("id")
    t.column("sender", "person", nullable=True)
