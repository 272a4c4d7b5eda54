def define(db):
    db.sequence("order_numbers", grants={"fluent_test_reader": "select with grant option"})
