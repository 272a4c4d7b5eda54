def define(db):
    db.domain("quantity", "bigint", checks={"positive": "VALUE > 0"}, comment="how many")


def items(t):
    t.big_increments("id", primary_key=True)
    t.column("quantity", "quantity", default=1)
    t.index("items_quantity", ["quantity"])
