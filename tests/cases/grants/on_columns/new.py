def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name", grants={"fluent_test_reader": ["select", "update"]})
    t.text("city")
    t.grant("select", "Fluent Test Writer", columns=["name", "city"])
