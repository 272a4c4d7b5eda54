def query(db):
    return Customers.query().max(db, Customers.name)
