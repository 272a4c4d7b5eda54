def users(t):
    t.big_int("id", primary_key=True)
