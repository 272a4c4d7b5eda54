def define(db):
    db.sequence("order_numbers", owned_by="orders.number")


def orders(t):
    t.big_increments("id", primary_key=True)
    t.big_int("number")
