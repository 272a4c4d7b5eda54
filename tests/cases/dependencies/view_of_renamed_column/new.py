def define(db):
    db.view("a", "SELECT id, price FROM items")
    db.view("b", "SELECT i.id, i.price AS price FROM items i WHERE i.price > 5")


def items(t):
    t.big_increments("id", primary_key=True)
    t.integer("price", renamed_from="cost")
