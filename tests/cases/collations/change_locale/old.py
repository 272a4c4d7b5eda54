def define(db):
    db.collation("local", provider="libc", locale="C", comment="kept")
