def define(db):
    db.composite_type("address", {"street": {"type": "text", "comment": "a"}}, comment="a")
