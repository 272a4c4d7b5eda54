def define(db):
    db.namespace("shop")
    db.range_type(
        "shop.price_range", "numeric", multirange="shop.prices", renamed_from="price_range"
    )
