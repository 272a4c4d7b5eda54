def query(db):
    return select(absolute(-(literal(3)))).scalar(db)
