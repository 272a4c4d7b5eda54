def define(db):
    db.sequence("order_numbers", comment="old", grants={"fluent_test_reader": ["select", "usage"]})
