def define(db):
    db.domain("email", "text")
