def query(db):
    return Customers.query().order_by(Customers.id % 2, Customers.id).pluck(db, Customers.id)
