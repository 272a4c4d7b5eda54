def users(t):
    t.big_int("id", primary_key=True)
    t.string("s", nullable=True, default="0", comment="old")
