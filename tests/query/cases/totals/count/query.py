def query(db):
    return Customers.query().where(Customers.age > 20).count(db)
