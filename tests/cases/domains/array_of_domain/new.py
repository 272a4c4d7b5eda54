def define(db):
    db.domain("quantity", "integer", checks={"positive": "VALUE > 0"})
    db.domain("quantities", "quantity[]")


def items(t):
    t.big_increments("id", primary_key=True)
    t.column("sizes", "quantity[]", default=[])
    t.column("more", "quantities", nullable=True)
