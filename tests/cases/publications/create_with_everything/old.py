def define(db):
    db.namespace("app")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")


def posts(t):
    t.big_increments("id", primary_key=True)
