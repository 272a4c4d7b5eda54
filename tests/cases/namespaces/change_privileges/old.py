def define(db):
    db.namespace("billing", grants={"fluent_test_reader": ["usage", "create"]})
