def query(db):
    return Customers.query().select(lower(Customers.name)).limit(1).scalar(db)
