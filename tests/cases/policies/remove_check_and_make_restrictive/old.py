def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.policy("a", using="id > 1", check="id > 2")
    t.policy("b", using="id > 1")
