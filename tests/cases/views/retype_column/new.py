def define(db):
    db.view("names", "SELECT id::text AS id FROM users")


def users(t):
    t.big_increments("id", primary_key=True)
