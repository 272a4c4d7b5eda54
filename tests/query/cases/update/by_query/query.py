def query(db):
    return Customers.query().where(Customers.city == "Rome").update(db, Customers.age.to(1))
