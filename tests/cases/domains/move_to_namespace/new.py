def define(db):
    db.namespace("shop")
    db.domain("shop.quantity", "integer", renamed_from="quantity")


def items(t):
    t.big_increments("id", primary_key=True)
    t.column("quantity", "shop.quantity")
