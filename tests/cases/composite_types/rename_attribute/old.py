def define(db):
    db.composite_type("address", {"street": "text", "town": "text"})
