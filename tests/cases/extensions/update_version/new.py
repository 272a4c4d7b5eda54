def define(db):
    db.extension("hstore", version="1.8")
