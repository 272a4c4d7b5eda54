def define(db):
    db.namespace("billing", comment="old", grants={"fluent_test_reader": "usage"})
