def define(db):
    db.materialized_view(
        "totals",
        "SELECT id, 1 AS n FROM orders",
        indexes=[
            {"name": "totals_id", "columns": ["id"]},
            {"name": "totals_n", "columns": ["n"], "unique": True},
            {"name": "totals_pair", "columns": ["id", "n"], "renamed_from": "totals_both"},
            {"name": "totals_new", "columns": ["n", "id"], "storage": {"fillfactor": 50}},
        ],
    )


def orders(t):
    t.big_increments("id", primary_key=True)
