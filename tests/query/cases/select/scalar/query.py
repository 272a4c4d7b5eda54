def query(db):
    return Customers.query().where(Customers.id == 2).select(Customers.name).scalar(db)
