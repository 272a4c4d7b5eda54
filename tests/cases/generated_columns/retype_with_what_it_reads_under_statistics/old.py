def items(t):
    t.integer("price")
    t.integer("twice", generated="price * 2", nullable=True)
    t.integer("more", generated="price + 1", nullable=True)
    t.statistics("items_stat", ["price", "twice"])
    t.index("items_twice", ["twice"])
