def query(db):
    return Customers.query().select(upper(Customers.name)).limit(1).scalar(db)
