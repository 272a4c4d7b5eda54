def define(db):
    db.materialized_view(
        "My Totals",
        'SELECT 1 AS "N n"',
        indexes=[{"name": "Index; n", "columns": ["N n"], "comment": "it's"}],
    )
