def users(t):
    t.big_int("id")
    t.uuid("key", primary_key=True)
