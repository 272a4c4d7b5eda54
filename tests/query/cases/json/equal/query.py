def query(db):
    return Customers.query().where(Customers.settings == {}).pluck(db, Customers.id)
