def define(db):
    db.sequence("a_numbers", owned_by="orders.a")
    db.sequence("b_numbers")


def orders(t):
    t.big_increments("id", primary_key=True)
    t.big_int("a", nullable=True)
    t.big_int("b", nullable=True)
