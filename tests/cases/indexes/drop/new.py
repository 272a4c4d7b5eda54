def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.jsonb("data", nullable=True)
