def query(db):
    return Customers.query().where(Customers.active).pluck(db, Customers.id)
