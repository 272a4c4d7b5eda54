def query(db):
    return Customers.query().order_by(Customers.id).values(Customers.id, Customers.city).fetch(db)
