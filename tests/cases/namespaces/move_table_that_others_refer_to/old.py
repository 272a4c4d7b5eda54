def define(db):
    db.view("order_ids", "SELECT id FROM orders")
    db.namespace("billing")


def orders(t):
    t.big_increments("id", primary_key=True)


def items(t):
    t.big_increments("id", primary_key=True)
    t.big_int("order_id")
    t.belongs_to("order", "order_id", "orders")


tables = {"orders": orders, "items": items}
