def define(db):
    db.view("base", "SELECT 1 AS a")
    db.materialized_view(
        "middle", "SELECT a FROM base", indexes=[{"name": "middle_a", "columns": ["a"]}]
    )
    db.view("top", "SELECT a FROM middle")
