def query(db):
    return Customers.query().select(Customers.city).distinct().order_by(Customers.city).fetch(db)
