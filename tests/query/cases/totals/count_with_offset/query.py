def query(db):
    return Customers.query().offset(1).count(db)
