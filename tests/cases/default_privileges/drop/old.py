def define(db):
    db.namespace("app")
    db.default_privileges("tables", namespace="app", grants={"fluent_test_reader": "select"})
    db.default_privileges("functions", revokes={"PUBLIC": "execute"})
