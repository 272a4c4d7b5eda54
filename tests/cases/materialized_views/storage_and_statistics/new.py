def define(db):
    db.materialized_view(
        "totals",
        "SELECT 1 AS n",
        storage={"autovacuum_enabled": False},
        columns={"n": {"statistics": 20}},
    )
