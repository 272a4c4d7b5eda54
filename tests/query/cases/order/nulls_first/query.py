def query(db):
    return Customers.query().order_by(Customers.age.asc(nulls="first")).pluck(db, Customers.id)
