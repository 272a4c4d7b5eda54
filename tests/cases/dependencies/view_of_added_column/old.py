def define(db):
    db.view("a", "SELECT id FROM items")


def items(t):
    t.big_increments("id", primary_key=True)
