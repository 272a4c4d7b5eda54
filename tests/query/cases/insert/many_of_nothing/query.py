def query(db):
    return Labels.insert_many(db, [])
