def define(db):
    db.namespace("texts")
    db.collation("german", provider="libc", locale="C")
