def query(db):
    return OrderLines.truncate(db)
