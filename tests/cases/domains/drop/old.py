def define(db):
    db.domain("email", "text", checks={"email_has_at": "VALUE LIKE '%@%'"}, comment="old")
