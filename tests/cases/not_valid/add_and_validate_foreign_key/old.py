def users(t):
    t.big_increments("id", primary_key=True)


def posts(t):
    t.big_increments("id", primary_key=True)
    t.big_int("user_id")
    t.big_int("editor_id")
    t.belongs_to("user", "user_id", "users", validated=False)
