def query(db):
    return Customers.query().where(Customers.id == 5).restore(db)
