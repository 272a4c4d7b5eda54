def query(db):
    return Customers.query().where(Customers.id.not_in([1, 3])).pluck(db, Customers.id)
