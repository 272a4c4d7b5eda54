def people(t):
    t.big_increments("id", primary_key=True)
