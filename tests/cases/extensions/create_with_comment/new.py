def define(db):
    db.extension("citext", comment="it's for e-mail addresses")
    db.extension("hstore", comment="")
