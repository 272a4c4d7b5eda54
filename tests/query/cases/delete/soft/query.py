def query(db):
    return Customers.soft_delete(db, 1)
