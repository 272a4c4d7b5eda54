def query(db):
    return Customers.restore(db, 5)
