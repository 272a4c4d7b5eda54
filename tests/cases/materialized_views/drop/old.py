def define(db):
    db.materialized_view("one", "SELECT 1 AS a", indexes=[{"name": "one_a", "columns": ["a"]}])
