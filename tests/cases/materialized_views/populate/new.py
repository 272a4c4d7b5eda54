def define(db):
    db.materialized_view("totals", "SELECT 1 AS n")
