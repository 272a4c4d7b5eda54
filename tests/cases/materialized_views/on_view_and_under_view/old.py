def define(db):
    db.view("base", "SELECT 1 AS a, 2 AS b")
    db.materialized_view(
        "middle", "SELECT a, b FROM base", indexes=[{"name": "middle_a", "columns": ["a"]}]
    )
    db.view("top", "SELECT a, b FROM middle")
