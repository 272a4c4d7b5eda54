def users(t):
    t.big_int("id", primary_key=True)
    t.enum("mood", ["c", "a"], type_name="mood")


def posts(t):
    t.big_int("id", primary_key=True)
    t.enum("tone", ["c", "a"], type_name="mood", nullable=True)
