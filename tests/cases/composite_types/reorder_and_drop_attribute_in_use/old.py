def define(db):
    db.composite_type("person", {"first": "text", "middle": "text", "last": "text"})


def letters(t):
    t.integer("id")
    t.column("sender", "person", nullable=True)
    t.column("readers", "person[]", nullable=True)
