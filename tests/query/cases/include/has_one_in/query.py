def query(db):
    return Customers.query().order_by(Customers.id).include(Customers.profile).fetch(db)
