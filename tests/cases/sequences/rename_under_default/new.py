from fluentorm import sql


def define(db):
    db.sequence("invoice_numbers", renamed_from="order_numbers")


def orders(t):
    t.big_increments("id", primary_key=True)
    t.big_int("number", default=sql("nextval('invoice_numbers'::regclass)"))
