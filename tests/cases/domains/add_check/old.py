def define(db):
    db.domain("quantity", "integer")


def items(t):
    t.big_increments("id", primary_key=True)
    t.column("quantity", "quantity")
