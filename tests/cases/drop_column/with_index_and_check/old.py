def users(t):
    t.big_int("id", primary_key=True)
    t.integer("age", nullable=True)
    t.index(["age"])
    t.check("users_age_check", "age > 0")
