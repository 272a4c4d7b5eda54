from fluentorm import sql


def define(db):
    db.materialized_view(
        "totals",
        "SELECT user_id, count(*) FROM orders GROUP BY user_id",
        names=["user_id", "orders"],
        storage={"fillfactor": 80},
        populated=False,
        indexes=[
            {"name": "totals_user", "columns": ["user_id"], "unique": True, "comment": "one each"},
            {"columns": [sql("orders + 1")], "name": "totals_more", "where": "orders > 1"},
        ],
        columns={"orders": {"comment": "how many", "statistics": 50}},
        comment="by night",
        grants={"fluent_test_reader": "select"},
    )


def orders(t):
    t.big_increments("id", primary_key=True)
    t.big_int("user_id")
