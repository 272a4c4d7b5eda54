def define(db):
    db.namespace("billing")
    db.enum("state", ["open", "paid"])


def invoices(t):
    t.big_increments("id", primary_key=True)
    t.enum("state", ["open", "paid"], type_name="state", default="open")
