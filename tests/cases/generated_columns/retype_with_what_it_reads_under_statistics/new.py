def items(t):
    t.big_int("price")
    t.big_int("twice", generated="price * 3", nullable=True)
    t.big_int("more", generated="price + 1", nullable=True)
    t.statistics("items_stat", ["price", "twice"])
    t.index("items_twice", ["twice"])
