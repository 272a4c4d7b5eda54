def define(db):
    db.namespace("reports")
    db.materialized_view(
        "reports.totals",
        "SELECT 1 AS n",
        indexes=[{"name": "totals_n", "columns": ["n"]}],
        renamed_from="totals",
    )
