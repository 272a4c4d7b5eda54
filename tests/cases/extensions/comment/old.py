def define(db):
    db.extension("citext")
    db.extension("hstore")
