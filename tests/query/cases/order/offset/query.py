def query(db):
    return Customers.query().order_by(Customers.id).offset(2).pluck(db, Customers.id)
