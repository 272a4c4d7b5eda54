def query(db):
    return Customers.query().join(Customers.orders).count(db)
