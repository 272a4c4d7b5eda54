def orders(t):
    t.big_increments("id", primary_key=True, sequence={"start": 10, "increment": 2, "cache": 5})
