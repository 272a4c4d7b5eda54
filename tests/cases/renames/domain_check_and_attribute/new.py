def define(db):
    db.domain("quantity", "integer", checks={"quantity_positive": "VALUE > 0"})
    db.composite_type("pair", {"x": {"type": "integer", "renamed_from": "a"}, "b": "text"})
