def users(t):
    t.big_increments("id", primary_key=True)
    t.grant("select", "fluent_test_reader")
