def orders(t):
    t.big_increments("id", primary_key=True, sequence={"grants": {"fluent_test_reader": ["usage"]}})
    t.integer("number")
