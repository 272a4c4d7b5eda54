def define(db):
    db.domain("short", "varchar(10)")
    db.domain("shorter", "short", checks={"shorter": "length(VALUE) < 5"})
    db.composite_type("pair", {"a": "short", "b": "shorter"})
