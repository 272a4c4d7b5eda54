def define(db):
    db.view("a", "SELECT id, cost FROM items")
    db.view("b", "SELECT i.id, i.cost AS price FROM items i WHERE i.cost > 5")


def items(t):
    t.big_increments("id", primary_key=True)
    t.integer("cost")
