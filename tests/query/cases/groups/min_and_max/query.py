def query(db):
    return Customers.query().select(min_(Customers.born), max_(Customers.born)).fetch(db)
