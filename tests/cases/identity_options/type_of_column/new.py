def orders(t):
    t.big_increments("id", primary_key=True, sequence={"start": 100})
