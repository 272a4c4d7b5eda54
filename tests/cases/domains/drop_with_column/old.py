def define(db):
    db.domain("email", "text", checks={"email_has_at": "VALUE LIKE '%@%'"})


def users(t):
    t.big_increments("id", primary_key=True)
    t.column("email", "email", nullable=True)
