def query(db):
    return Customers.find_by_id(db, 99)
