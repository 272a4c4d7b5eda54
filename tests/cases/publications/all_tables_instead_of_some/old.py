def define(db):
    db.publication("changes", tables=["users"], comment="kept")


def users(t):
    t.big_increments("id", primary_key=True)
