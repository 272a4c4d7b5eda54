def define(db):
    db.materialized_view(
        "totals",
        "SELECT 1 AS n",
        comment="new",
        grants={"PUBLIC": "select"},
        columns={"n": {"comment": "new"}},
    )
