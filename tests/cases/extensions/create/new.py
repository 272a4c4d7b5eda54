def define(db):
    db.extension("citext")


def users(t):
    t.big_increments("id", primary_key=True)
    t.column("email", "citext", unique=True)
