def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.jsonb("data", nullable=True)
    t.index("one_email", ["email"], unique=True, where="email <> ''")
