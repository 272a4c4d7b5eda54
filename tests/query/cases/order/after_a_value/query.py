def query(db):
    return Customers.query().order_by(Customers.id).after(2).pluck(db, Customers.id)
