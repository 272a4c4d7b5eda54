def users(t):
    t.big_increments("id", primary_key=True)
    t.integer("age")
    t.check("users_adult", "age >= 18", enforced=False)
