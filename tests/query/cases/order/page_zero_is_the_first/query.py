def query(db):
    return Customers.query().order_by(Customers.id).paginate(0, 2).pluck(db, Customers.id)
