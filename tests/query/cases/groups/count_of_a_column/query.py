def query(db):
    return Customers.query().select(count(Customers.age)).scalar(db)
