from fluentorm import sql


def define(db):
    db.function("rank", "n integer", returns="integer", volatility="immutable", body="SELECT n * 2")
    db.view("ranks", "SELECT rank(size) AS r FROM items")


def items(t):
    t.big_increments("id", primary_key=True)
    t.integer("size", default=sql("rank(1)"))
    t.check("items_rank", "rank(size) > 0")
    t.index("items_rank_index", [sql("rank(size)")])
