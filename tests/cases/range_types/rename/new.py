def define(db):
    db.range_type("cost_range", "numeric", renamed_from="price_range")


def offers(t):
    t.big_increments("id", primary_key=True)
    t.column("price", "cost_range", nullable=True)
