def define(db):
    db.function("name_of", "u users", returns="text", body="SELECT (u).name")
    db.function("all_users", returns="SETOF users", body="SELECT * FROM users")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name", default="x")
    t.integer("age", nullable=True)
