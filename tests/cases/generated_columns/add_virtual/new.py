def items(t):
    t.big_increments("id", primary_key=True)
    t.integer("price")
    t.integer("quantity")
    t.integer("total", generated="price * quantity", virtual=True, nullable=True)
