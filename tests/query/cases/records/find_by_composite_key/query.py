def query(db):
    return OrderLines.find_by_id(db, (1, 2))
