def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name", nullable=True)
