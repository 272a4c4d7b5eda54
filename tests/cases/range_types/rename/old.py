def define(db):
    db.range_type("price_range", "numeric")


def offers(t):
    t.big_increments("id", primary_key=True)
    t.column("price", "price_range", nullable=True)
