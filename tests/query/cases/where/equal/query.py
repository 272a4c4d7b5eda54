def query(db):
    return Customers.query().where(Customers.email == "ann@example.org").fetch(db)
