def define(db):
    db.extension("uuid-ossp")
