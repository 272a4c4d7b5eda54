def items(t):
    t.big_increments("id", primary_key=True)
    t.big_int("price")
    t.integer("twice", generated="price * 2", nullable=True, comment="kept")
    t.index("items_twice", ["twice"])
