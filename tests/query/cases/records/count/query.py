def query(db):
    return Labels.count(db)
