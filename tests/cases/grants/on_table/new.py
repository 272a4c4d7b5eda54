def users(t):
    t.big_increments("id", primary_key=True)
    t.grant(["select", "insert"], ["fluent_test_reader", "PUBLIC"])
    t.grant("update", "Fluent Test Writer", grantable=True)
