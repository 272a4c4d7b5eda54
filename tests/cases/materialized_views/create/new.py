def define(db):
    db.materialized_view(
        "totals", "SELECT user_id, count(*) AS orders FROM orders GROUP BY user_id"
    )


def orders(t):
    t.big_increments("id", primary_key=True)
    t.big_int("user_id")
