def query(db):
    return Customers.query().order_by(Customers.id).select(coalesce(Customers.age, 0)).fetch(db)
