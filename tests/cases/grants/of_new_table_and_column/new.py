def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name", grants={"fluent_test_reader": "select"})
    t.grant(["select", "delete"], "Fluent Test Writer")
