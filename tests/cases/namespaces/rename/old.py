def define(db):
    db.namespace("billing", comment="money", grants={"fluent_test_reader": "usage"})
