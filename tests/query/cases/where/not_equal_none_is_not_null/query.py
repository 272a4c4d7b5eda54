def query(db):
    return Customers.query().where(Customers.age != None).pluck(db, Customers.id)
