from fluentorm import sql


def define(db):
    db.function("new_code", returns="text", body="SELECT 'x'")
    db.namespace("unused")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("code", default=sql("new_code()"))
