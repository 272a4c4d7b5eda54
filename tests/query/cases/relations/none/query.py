def query(db):
    return Customers.query().where(~Customers.orders.any()).pluck(db, Customers.id)
