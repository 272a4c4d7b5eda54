def users(t):
    t.enum("mood", ["a", "b"], type_name="m" * 63)
