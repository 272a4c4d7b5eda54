def define(db):
    db.namespace("accounting", renamed_from="billing")
    db.view("accounting.names", "SELECT name FROM accounting.customers")


def customers(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.index("customers_by_name", ["name"])


tables = {"accounting.customers": customers}
