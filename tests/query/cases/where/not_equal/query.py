def query(db):
    return Customers.query().where(Customers.city != "Rome").pluck(db, Customers.id)
