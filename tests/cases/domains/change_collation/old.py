def define(db):
    db.domain("word", "text")
