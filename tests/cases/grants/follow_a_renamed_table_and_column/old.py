def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name", grants={"fluent_test_reader": "select"})
    t.grant("delete", "fluent_test_reader")
