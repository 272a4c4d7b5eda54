def query(db):
    return Customers.query().where(Customers.age < 30).pluck(db, Customers.id)
