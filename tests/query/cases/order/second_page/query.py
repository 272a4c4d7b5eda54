def query(db):
    return Customers.query().order_by(Customers.id).paginate(2, 2).pluck(db, Customers.id)
