def query(db):
    return Customers.query().where(Customers.orders.any(Orders.id == 4)).pluck(db, Customers.id)
