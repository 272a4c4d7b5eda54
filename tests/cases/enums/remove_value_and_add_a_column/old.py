def users(t):
    t.big_int("id", primary_key=True)
    t.enum("mood", ["a", "b"], type_name="mood")
