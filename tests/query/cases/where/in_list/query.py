def query(db):
    return Customers.query().where(Customers.id.in_([1, 3, 9])).pluck(db, Customers.id)
