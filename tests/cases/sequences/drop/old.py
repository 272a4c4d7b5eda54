def define(db):
    db.sequence("order_numbers", start=5, comment="old", grants={"fluent_test_reader": "select"})
