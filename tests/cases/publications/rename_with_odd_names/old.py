def define(db):
    db.publication("changes", tables=["order"])


def users(t):
    t.big_increments("User Id", primary_key=True)


tables = {"order": users}
