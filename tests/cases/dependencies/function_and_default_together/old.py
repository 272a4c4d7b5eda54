def define(db):
    db.namespace("unused")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("code")
