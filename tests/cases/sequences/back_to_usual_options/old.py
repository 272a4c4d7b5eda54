def define(db):
    db.sequence("order_numbers", start=5, increment=2, minimum=5, maximum=50, cache=3, cycle=True)
