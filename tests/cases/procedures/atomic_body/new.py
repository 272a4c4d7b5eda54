def define(db):
    db.procedure(
        "touch", "which bigint", body="BEGIN ATOMIC\n  DELETE FROM users WHERE id = which;\nEND"
    )


def users(t):
    t.big_increments("id", primary_key=True)
