def orders(t):
    t.big_increments("id", primary_key=True, always=True, sequence={"start": 50})
