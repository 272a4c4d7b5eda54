def query(db):
    return Customers.query().only_deleted().pluck(db, Customers.id)
