def define(db):
    db.namespace("billing")
    db.view("order_ids", "SELECT id FROM billing.orders")


def orders(t):
    t.big_increments("id", primary_key=True)
    t.renamed_from("orders")


def items(t):
    t.big_increments("id", primary_key=True)
    t.big_int("order_id")
    t.belongs_to("order", "order_id", "billing.orders")


tables = {"billing.orders": orders, "items": items}
