def query(db):
    return Customers.query().select(Customers.id, Customers.name).order_by(Customers.id).fetch(db)
