def query(db):
    return Customers.query().order_by(Customers.id.desc()).after(3).pluck(db, Customers.id)
