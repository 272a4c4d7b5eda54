def define(db):
    db.view("a", "SELECT id, price FROM items")


def items(t):
    t.big_increments("id", primary_key=True)
    t.integer("price", nullable=True)
