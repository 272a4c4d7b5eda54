def users(t):
    t.enum("mood", ["b"], type_name="m" * 63)
