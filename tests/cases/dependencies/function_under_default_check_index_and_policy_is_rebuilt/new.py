from fluentorm import sql


def define(db):
    db.function(
        "rank",
        "number integer",
        returns="integer",
        volatility="immutable",
        body="SELECT number * 2",
        comment="kept",
    )


def items(t):
    t.big_increments("id", primary_key=True)
    t.integer("size", default=sql("rank(1)"))
    t.check("items_rank", "rank(size) > 0")
    t.index("items_rank_index", [sql("rank(size)")])
    t.row_security()
    t.policy("ranked", using="rank(size) > 1")
