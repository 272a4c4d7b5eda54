def query(db):
    return Customers.query().order_by(Customers.name).pluck(db, Customers.id)
