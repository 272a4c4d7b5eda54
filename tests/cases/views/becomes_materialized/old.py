def define(db):
    db.view("totals", "SELECT 1 AS a", grants={"fluent_test_reader": "select"})
