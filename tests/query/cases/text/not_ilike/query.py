def query(db):
    return Customers.query().where(Customers.name.not_ilike("a%")).pluck(db, Customers.id)
