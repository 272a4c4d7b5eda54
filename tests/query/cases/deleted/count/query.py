def query(db):
    return Customers.count(db, include_deleted=True)
