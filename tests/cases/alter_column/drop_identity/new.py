def users(t):
    t.big_int("id", primary_key=True)
    t.integer("number", unique=True, default=1)
