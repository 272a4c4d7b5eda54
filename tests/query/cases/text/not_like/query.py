def query(db):
    return Customers.query().where(Customers.name.not_like("A%")).pluck(db, Customers.id)
