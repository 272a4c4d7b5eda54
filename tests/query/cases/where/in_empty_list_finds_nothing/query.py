def query(db):
    return Customers.query().where(Customers.id.in_([])).pluck(db, Customers.id)
