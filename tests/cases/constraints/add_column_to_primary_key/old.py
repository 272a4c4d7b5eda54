def visits(t):
    t.big_int("user_id")
    t.primary_key(["user_id"])
