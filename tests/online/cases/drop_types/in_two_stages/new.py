"""The schema after."""


def define(db):
    db.drop_type("positive")
    db.drop_type("mood")


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.integer("n")
