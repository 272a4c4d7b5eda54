def users(t):
    t.big_int("id", primary_key=True)
    t.boolean("flag", default=True)
