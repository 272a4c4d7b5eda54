def query(db):
    return Customers.query().where(Customers.id == 99).select(Customers.name).scalar(db)
