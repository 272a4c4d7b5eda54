def query(db):
    return Customers.query().with_deleted().pluck(db, Customers.id)
