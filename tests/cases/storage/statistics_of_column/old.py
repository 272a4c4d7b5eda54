def events(t):
    t.big_increments("id", primary_key=True)
    t.text("body", statistics=100)
    t.text("head", statistics=0)
    t.text("tail")
