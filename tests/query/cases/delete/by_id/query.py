def query(db):
    return OrderLines.hard_delete(db, (1, 1))
