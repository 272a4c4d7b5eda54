def query(db):
    return Customers.query().limit(2).count(db)
