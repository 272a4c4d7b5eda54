def users(t):
    t.big_int("id", primary_key=True)
    t.uuid("x", nullable=True)
