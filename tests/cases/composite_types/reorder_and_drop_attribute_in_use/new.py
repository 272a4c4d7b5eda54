def define(db):
    db.composite_type("person", {"title": "text", "last": "text", "first": "text"})


def letters(t):
    t.integer("id")
    t.column("sender", "person", nullable=True)
    t.column("readers", "person[]", nullable=True)
