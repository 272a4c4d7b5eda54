def query(db):
    return Customers.query().avg(db, Customers.age)
