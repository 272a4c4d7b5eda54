def define(db):
    db.materialized_view(
        "totals",
        "SELECT id, 2 AS n FROM orders",
        storage={"fillfactor": 80},
        indexes=[{"name": "totals_id", "columns": ["id"], "unique": True, "comment": "kept"}],
        columns={"n": {"comment": "kept", "statistics": 10}},
        comment="kept",
        grants={"fluent_test_reader": "select"},
    )


def orders(t):
    t.big_increments("id", primary_key=True)
