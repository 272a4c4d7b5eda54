def define(db):
    db.default_privileges("tables", grants={"fluent_test_reader": "select"})
    db.view("names", "SELECT 1 AS id", revokes={"CURRENT_USER": "delete"})
    db.view("more_names", "SELECT id FROM names")
