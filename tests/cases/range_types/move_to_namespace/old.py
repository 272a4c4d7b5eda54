def define(db):
    db.namespace("shop")
    db.range_type("price_range", "numeric", multirange="prices")
