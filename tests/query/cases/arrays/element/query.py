def query(db):
    return Customers.query().where(Customers.tags[1] == "vip").pluck(db, Customers.id)
