def define(db):
    db.view("moods", "SELECT mood FROM users")


def users(t):
    t.big_increments("id", primary_key=True)
    t.enum("mood", ["sad", "ok"])
