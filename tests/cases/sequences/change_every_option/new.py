def define(db):
    db.sequence("order_numbers", start=6, increment=3, minimum=4, maximum=60, cache=4)
