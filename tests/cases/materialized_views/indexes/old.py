def define(db):
    db.materialized_view(
        "totals",
        "SELECT id, 1 AS n FROM orders",
        indexes=[
            {"name": "totals_id", "columns": ["id"]},
            {"name": "totals_n", "columns": ["n"]},
            {"name": "totals_both", "columns": ["id", "n"], "comment": "old"},
        ],
    )


def orders(t):
    t.big_increments("id", primary_key=True)
