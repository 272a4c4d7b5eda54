def query(db):
    return Customers.query().where(Customers.tags == []).pluck(db, Customers.id)
