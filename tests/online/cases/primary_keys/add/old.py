"""The schema before."""


def users(t):
    t.big_int("id")
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n")
