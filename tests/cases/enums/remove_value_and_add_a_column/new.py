def users(t):
    t.big_int("id", primary_key=True)
    t.enum("mood", ["b"], type_name="mood")
    t.enum("tone", ["b"], type_name="mood", default="b")
