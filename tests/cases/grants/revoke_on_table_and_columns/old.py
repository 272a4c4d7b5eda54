def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.grant("all", "fluent_test_reader")
    t.grant("select", "Fluent Test Writer", columns="name")
