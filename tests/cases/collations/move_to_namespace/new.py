def define(db):
    db.namespace("texts")
    db.collation("texts.german", provider="libc", locale="C", renamed_from="german")
