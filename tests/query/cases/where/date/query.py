def query(db):
    return Customers.query().where(Customers.born < dt.date(1990, 1, 1)).pluck(db, Customers.id)
