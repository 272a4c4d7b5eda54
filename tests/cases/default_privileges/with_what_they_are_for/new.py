def define(db):
    db.namespace("app")
    db.default_privileges("tables", namespace="app", grants={"fluent_test_reader": "select"})
    db.view("app.v", "SELECT 1 AS a", grants={"fluent_test_reader": "select"})
    db.view("app.w", "SELECT 1 AS a")
