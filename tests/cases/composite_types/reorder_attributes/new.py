def define(db):
    db.composite_type("address", {"city": "text", "street": "text"}, comment="where")
