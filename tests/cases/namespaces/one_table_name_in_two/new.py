def define(db):
    db.namespace("billing")
    db.namespace("shipping")


def orders(t):
    t.big_increments("id", primary_key=True)
    t.text("code", unique=True)
    t.index("orders_code", ["code"])
    t.text("note", nullable=True)


tables = {"billing.orders": orders, "shipping.orders": orders, "orders": orders}
