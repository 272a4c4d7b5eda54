def query(db):
    return Customers.query().where(array_length(Customers.tags) == 2).pluck(db, Customers.id)
