def define(db):
    db.collation("fast", provider="builtin", locale="C.UTF-8")
