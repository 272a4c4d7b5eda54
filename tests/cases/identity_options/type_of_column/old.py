def orders(t):
    t.increments("id", primary_key=True, sequence={"start": 100})
