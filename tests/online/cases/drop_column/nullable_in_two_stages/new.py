"""The schema after."""


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.integer("n")
    t.drop_field("name")
