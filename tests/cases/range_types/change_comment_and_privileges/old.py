def define(db):
    db.range_type("price_range", "numeric", comment="old", grants={"fluent_test_reader": "usage"})
