"""The schema after."""


def users(t):
    t.big_serial("id", primary_key=True)
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n")
