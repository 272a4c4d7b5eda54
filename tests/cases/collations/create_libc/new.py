def define(db):
    db.collation("plain", provider="libc", lc_collate="C", lc_ctype="C")
