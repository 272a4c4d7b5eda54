def define(db):
    db.publication("changes", tables=["users"])


def users(t):
    t.big_increments("id", primary_key=True)
