def query(db):
    return Customers.query().where(Customers.id.not_in([])).pluck(db, Customers.id)
