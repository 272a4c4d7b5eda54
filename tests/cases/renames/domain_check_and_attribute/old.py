def define(db):
    db.domain("quantity", "integer", checks={"positive": "VALUE > 0"})
    db.composite_type("pair", {"a": "integer", "b": "text"})
