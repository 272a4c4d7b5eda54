def users(t):
    t.big_increments("id", primary_key=True)


def posts(t):
    t.big_increments("id", primary_key=True)
    t.big_int("user_id")
    t.belongs_to("user", "user_id", "users", deferrable=True, initially_deferred=True)
