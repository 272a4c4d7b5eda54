def define(db):
    db.collation("german", provider="libc", locale="C", comment="new")
