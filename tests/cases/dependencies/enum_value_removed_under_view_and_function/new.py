def define(db):
    db.view("moods", "SELECT mood FROM users WHERE mood <> 'sad'", comment="kept")
    db.function("worst", returns="users_mood", body="SELECT 'sad'::users_mood")


def users(t):
    t.big_increments("id", primary_key=True)
    t.enum("mood", ["sad", "ok"])
    t.index("users_sad", ["id"], where="mood = 'sad'")
