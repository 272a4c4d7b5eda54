def define(db):
    db.namespace("billing")


def orders(t):
    t.big_increments("id", primary_key=True)
    t.text("code", unique=True)
    t.index("orders_code", ["code"])


tables = {"orders": orders}
