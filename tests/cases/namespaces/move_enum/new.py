def define(db):
    db.namespace("billing")
    db.enum("billing.state", ["open", "paid"], renamed_from="state")


def invoices(t):
    t.big_increments("id", primary_key=True)
    t.enum("state", ["open", "paid"], type_name="billing.state", default="open")
