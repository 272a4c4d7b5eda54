def query(db):
    return Customers.query().order_by(Customers.name.desc()).pluck(db, Customers.id)
