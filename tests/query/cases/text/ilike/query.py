def query(db):
    return Customers.query().where(Customers.name.ilike("a%")).pluck(db, Customers.id)
