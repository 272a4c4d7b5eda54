def query(db):
    return Customers.query().order_by(Customers.id).limit(2).pluck(db, Customers.id)
