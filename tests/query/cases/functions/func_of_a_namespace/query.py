def query(db):
    return select(func("pg_catalog.abs", -5)).scalar(db)
