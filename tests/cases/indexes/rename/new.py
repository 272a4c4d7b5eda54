def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.jsonb("data", nullable=True)
    t.index("by_email", ["email"], renamed_from="old_email")
