def query(db):
    return Customers.query().where(Customers.tags.any("vip")).pluck(db, Customers.id)
