def query(db):
    return Customers.query().select(Customers.city).distinct().count(db)
