def define(db):
    db.extension("citext", comment="two")
    db.extension("hstore", comment="three")
    db.extension("pg_trgm")
