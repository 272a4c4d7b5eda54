def define(db):
    db.namespace("stats")
    db.statistics("users_places", "users", ["city", "id"])


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("city")
