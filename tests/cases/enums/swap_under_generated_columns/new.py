def orders(t):
    t.big_increments("id", primary_key=True)
    t.enum("state", ["closed", "open"], type_name="state")
    t.boolean("done", generated="state = 'closed'::state", nullable=True)
    t.index(["done"])
