def define(db):
    db.namespace("stats")
    db.statistics("stats.users_places", "users", ["city", "id"], renamed_from="users_places")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("city")
