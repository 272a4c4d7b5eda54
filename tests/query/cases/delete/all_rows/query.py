def query(db):
    return OrderLines.query().all_rows().delete(db)
