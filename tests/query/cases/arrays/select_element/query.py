def query(db):
    return Customers.query().where(Customers.id == 1).select(Customers.tags[2]).scalar(db)
