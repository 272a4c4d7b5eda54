def orders(t):
    t.big_increments("id", primary_key=True)
    t.integer("number", auto_generate_type="increments", sequence={"start": 100, "increment": 10})
