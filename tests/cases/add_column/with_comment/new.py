def users(t):
    t.big_int("id", primary_key=True)
    t.string("phone", nullable=True, comment="with country code")
