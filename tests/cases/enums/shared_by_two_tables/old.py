def users(t):
    t.big_int("id", primary_key=True)
    t.enum("mood", ["a", "b", "c"], type_name="mood")


def posts(t):
    t.big_int("id", primary_key=True)
    t.enum("tone", ["a", "b", "c"], type_name="mood", nullable=True)
