def query(db):
    return Customers.query().group_by(Customers.city).select(Customers.city).count(db)
