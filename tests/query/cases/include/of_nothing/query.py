def query(db):
    return Customers.query().where(Customers.id == 99).include(Customers.orders).fetch(db)
