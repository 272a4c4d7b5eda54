def define(db):
    db.composite_type("person", {"last": "text", "first": "text"})
    db.domain("someone", "person", nullable=False)
    db.domain("crew", "person[]", checks={"few": "cardinality(VALUE) < 9"})
    db.composite_type("ship", {"captain": "person", "others": "person[]", "name": "text"})


def letters(t):
    t.integer("id")
    t.column("readers", "person[]", default="{}")
    t.column("sender", "someone")
    t.column("carriers", "crew", nullable=True)
    t.column("fleet", "ship[]", nullable=True)
