def define(db):
    db.function(
        "twice", "n integer", returns="integer", volatility="immutable", body="SELECT n * 2"
    )


def items(t):
    t.big_increments("id", primary_key=True)
    t.integer("price")
    t.integer("double", generated="twice(price)", nullable=True)
