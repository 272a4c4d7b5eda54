def define(db):
    db.collation("local", provider="libc", locale="POSIX", comment="kept")
