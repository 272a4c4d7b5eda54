def define(db):
    db.namespace("extensions")
    db.extension("citext", namespace="public")


def users(t):
    t.big_increments("id", primary_key=True)
    t.column("email", "citext")
