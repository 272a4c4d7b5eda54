def events(t):
    t.big_increments("id", primary_key=True)
    t.text("body", parameters={"n_distinct": -0.5, "n_distinct_inherited": 5})
