from fluentorm import sql


def define(db):
    db.sequence("order_numbers", start=100)


def orders(t):
    t.big_increments("id", primary_key=True)
    t.big_int("number", default=sql("nextval('order_numbers')"))
