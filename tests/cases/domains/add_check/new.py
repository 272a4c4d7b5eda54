def define(db):
    db.domain("quantity", "integer", checks={"quantity_positive": "VALUE > 0"})


def items(t):
    t.big_increments("id", primary_key=True)
    t.column("quantity", "quantity")
