def query(db):
    return Labels.truncate(db, cascade=True)
