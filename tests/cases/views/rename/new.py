def define(db):
    db.view("grown_ups", "SELECT id FROM users", comment="kept", renamed_from="adults")


def users(t):
    t.big_increments("id", primary_key=True)
