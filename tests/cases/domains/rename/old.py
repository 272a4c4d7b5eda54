def define(db):
    db.domain("amount", "integer", checks={"positive": "VALUE > 0"})


def items(t):
    t.big_increments("id", primary_key=True)
    t.column("quantity", "amount", default=1)
