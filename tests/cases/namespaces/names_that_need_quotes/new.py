def define(db):
    db.namespace("Order; --", comment="b", grants={"Fluent Test Writer": "usage"})
    db.view('"Order; --"."Select"', 'SELECT "Id" FROM "Order; --"."user"')


def user(t):
    t.big_increments("Id", primary_key=True)


tables = {'"Order; --"."user"': user}
