def define(db):
    db.domain("quantity", "integer", checks={"positive": "VALUE > 0"}, renamed_from="amount")


def items(t):
    t.big_increments("id", primary_key=True)
    t.column("quantity", "quantity", default=1)
