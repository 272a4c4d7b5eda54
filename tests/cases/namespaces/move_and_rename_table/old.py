def define(db):
    db.namespace("billing")


def orders(t):
    t.big_increments("id", primary_key=True)
    t.text("code")


tables = {"orders": orders}
