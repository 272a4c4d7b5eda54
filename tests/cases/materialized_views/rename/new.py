def define(db):
    db.materialized_view(
        "sums",
        "SELECT 1 AS n",
        indexes=[{"name": "totals_n", "columns": ["n"]}],
        renamed_from="totals",
    )
