def orders(t):
    t.big_increments("id", primary_key=True)
    t.enum("state", ["open", "closed", "lost"], type_name="state")
    t.boolean("done", generated="state = 'closed'::state", nullable=True)
    t.index(["done"])
