def define(db):
    db.publication("changes", tables=["users", "posts"])


def users(t):
    t.big_increments("id", primary_key=True)


def posts(t):
    t.big_increments("id", primary_key=True)
