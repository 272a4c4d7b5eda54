"""The schema before."""


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n")
    t.enum("state", ["a", "b", "c"], default="a")
