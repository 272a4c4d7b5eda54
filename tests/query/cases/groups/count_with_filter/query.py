def query(db):
    return Customers.query().select(count(), count().filter(Customers.age > 20)).fetch(db)
