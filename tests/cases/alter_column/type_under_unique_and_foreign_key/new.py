def users(t):
    t.big_int("id", primary_key=True)
    t.integer("code", unique=True)


def posts(t):
    t.big_int("id", primary_key=True)
    t.integer("user_code")
    t.belongs_to("user", "user_code", "users", "code")
