"""The schema after."""


def users(t):
    t.big_int("id", primary_key=True)
    t.enum("state", ["a", "b"], type_name="state", default="a", blocking_ok="small")


def orders(t):
    t.big_int("id", primary_key=True)
    t.enum("state", ["a", "b"], type_name="state", default="a", blocking_ok="small")
