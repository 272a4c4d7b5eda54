def query(db):
    return Orders.find_all(db, include_deleted=True)
