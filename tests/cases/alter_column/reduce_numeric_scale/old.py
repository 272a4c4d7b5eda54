def users(t):
    t.big_int("id", primary_key=True)
    t.numeric("price", 10, 4)
