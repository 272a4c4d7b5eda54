def define(db):
    db.composite_type("address", {"street": {"type": "text", "collation": "C"}})
