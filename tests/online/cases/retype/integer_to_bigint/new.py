"""The schema after."""


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.string("name", nullable=True)
    t.big_int("n", default=7, comment="how many")
    t.index("by_n", "n")
    t.check("positive", "n > 0")
