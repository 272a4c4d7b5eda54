def define(db):
    db.composite_type("address", {"zip": "integer", "street": "text"})


def people(t):
    t.integer("id")
    t.column("home", "address", nullable=True)
    t.text("street", generated="(home).street", nullable=True)
