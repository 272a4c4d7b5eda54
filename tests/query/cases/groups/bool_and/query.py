def query(db):
    return Customers.query().select(bool_and(Customers.active), bool_or(Customers.active)).fetch(db)
