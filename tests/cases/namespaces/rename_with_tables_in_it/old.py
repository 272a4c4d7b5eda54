def define(db):
    db.namespace("billing")
    db.view("billing.names", "SELECT name FROM billing.customers")


def customers(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.index("customers_by_name", ["name"])


tables = {"billing.customers": customers}
