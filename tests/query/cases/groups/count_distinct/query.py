def query(db):
    return Customers.query().select(count(Customers.city).distinct()).scalar(db)
