def items(t):
    t.big_increments("id", primary_key=True)
    t.integer("price")
    t.big_int("twice", generated="price * 2", nullable=True)
