def define(db):
    db.namespace("shop")
    db.sequence("shop.order_numbers", start=100, renamed_from="order_numbers")
