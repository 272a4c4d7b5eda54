"""The schema before."""


def users(t):
    t.big_int("id", primary_key=True)
    t.enum("state", ["a", "b", "c"], type_name="state", default="a")


def orders(t):
    t.big_int("id", primary_key=True)
    t.enum("state", ["a", "b", "c"], type_name="state", default="a")
