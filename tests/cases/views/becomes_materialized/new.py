def define(db):
    db.materialized_view("totals", "SELECT 1 AS a", grants={"fluent_test_reader": "select"})
