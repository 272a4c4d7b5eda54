def query(db):
    return Customers.query().order_by(Customers.id).limit(0).pluck(db, Customers.id)
