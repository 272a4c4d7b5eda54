def define(db):
    db.view("adults", "SELECT id AS b FROM users")


def users(t):
    t.big_increments("id", primary_key=True)
