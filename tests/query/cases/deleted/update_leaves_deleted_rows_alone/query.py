def query(db):
    return Customers.query().where(Customers.age > 40).update(db, Customers.city.to("X"))
