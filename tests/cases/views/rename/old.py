def define(db):
    db.view("adults", "SELECT id FROM users", comment="kept")


def users(t):
    t.big_increments("id", primary_key=True)
