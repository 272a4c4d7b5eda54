def query(db):
    return Customers.query().order_by(Customers.id).pluck(db, Customers.email)
