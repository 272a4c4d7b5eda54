def query(db):
    return Customers.query().order_by(Customers.city, Customers.name.desc()).pluck(db, Customers.id)
