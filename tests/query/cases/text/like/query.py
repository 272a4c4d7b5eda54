def query(db):
    return Customers.query().where(Customers.name.like("A%")).pluck(db, Customers.id)
