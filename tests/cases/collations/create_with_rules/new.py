def define(db):
    db.collation("reversed", locale="und", rules="&b < a")
