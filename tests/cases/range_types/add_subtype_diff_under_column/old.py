def define(db):
    db.range_type("price_range", "float8")


def offers(t):
    t.big_increments("id", primary_key=True)
    t.column("price", "price_range", nullable=True)
    t.index("offers_price", ["price"], method="gist")
