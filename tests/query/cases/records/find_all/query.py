def query(db):
    return Labels.find_all(db)
