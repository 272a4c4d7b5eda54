def query(db):
    return Customers.query().order_by(Customers.age.desc(nulls="last")).first(db)
