"""The schema after."""


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.integer("n")
    t.string("state", default="a")
    t.drop_field("mood")
