"""The schema after."""


def users(t):
    t.big_int("id", unique=True)
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n", primary_key=True)
