"""The schema before."""


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.integer("n")
    t.enum("state", ["a", "b"], default="a")
    t.enum("mood", ["x", "y"], nullable=True)
