def define(db):
    db.procedure("touch", "which bigint", body="UPDATE users SET name = name WHERE id = which")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
