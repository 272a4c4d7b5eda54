def define(db):
    db.extension("citext", comment="for 100% of all e-mail addresses")
    db.extension("hstore", comment="")
