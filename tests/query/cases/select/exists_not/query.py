def query(db):
    return Customers.query().where(Customers.id == 99).exists(db)
