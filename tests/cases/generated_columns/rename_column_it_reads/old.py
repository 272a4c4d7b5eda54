def items(t):
    t.big_increments("id", primary_key=True)
    t.integer("cost")
    t.integer("twice", generated="cost * 2", nullable=True)
