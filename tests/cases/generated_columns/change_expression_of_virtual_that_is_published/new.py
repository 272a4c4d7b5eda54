def define(db):
    db.publication("feed", all_tables=True)


def items(t):
    t.big_increments("id", primary_key=True)
    t.integer("price")
    t.integer("twice", generated="price + price", virtual=True, nullable=True)
