def users(t):
    t.big_int("id", primary_key=True)
    t.uuid("token", auto_generated=True)
