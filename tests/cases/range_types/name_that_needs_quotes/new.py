def define(db):
    db.range_type("Price Range", "numeric", multirange="Price Ranges")
