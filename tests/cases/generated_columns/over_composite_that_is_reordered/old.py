def define(db):
    db.composite_type("address", {"street": "text", "zip": "integer"})


def people(t):
    t.integer("id")
    t.column("home", "address", nullable=True)
    t.text("street", generated="(home).street", nullable=True)
