def users(t):
    t.big_int("id", primary_key=True)
    t.integer("s", default=0)
