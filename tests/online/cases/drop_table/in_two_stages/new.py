"""The schema after."""


def define(db):
    db.drop_table("users")


def teams(t):
    t.big_int("id", primary_key=True)
