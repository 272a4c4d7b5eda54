def query(db):
    return Customers.query().pluck(db, Customers.id)
