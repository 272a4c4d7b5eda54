def define(db):
    db.sequence("order_numbers")
