def users(t):
    t.big_increments("id", primary_key=True)
    t.grant("maintain", "fluent_test_reader")
