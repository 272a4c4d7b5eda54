def define(db):
    db.namespace("shop")
    db.sequence("order_numbers", start=100)
