def query(db):
    return Customers.get_by_id(db, 1)
