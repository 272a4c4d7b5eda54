def users(t):
    t.big_int("a")
    t.big_int("b")
    t.primary_key(["a", "b"])


def posts(t):
    t.big_int("id", primary_key=True)
    t.big_int("a", nullable=True)
    t.big_int("b", nullable=True)
    t.belongs_to("user", ["a", "b"], "users", ["a", "b"])
