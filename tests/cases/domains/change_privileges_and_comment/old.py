def define(db):
    db.domain("quantity", "integer", comment="old", grants={"fluent_test_reader": "usage"})
