def define(db):
    db.extension("citext", comment="one")
    db.extension("hstore", comment="")
    db.extension("pg_trgm", comment="")
