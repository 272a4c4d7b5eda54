def define(db):
    db.extension("citext")
