def define(db):
    db.default_privileges("tables", grants={"fluent_test_reader": ["select", "update"]})
