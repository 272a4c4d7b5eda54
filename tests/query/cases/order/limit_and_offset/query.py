def query(db):
    return Customers.query().order_by(Customers.id).limit(1).offset(1).pluck(db, Customers.id)
