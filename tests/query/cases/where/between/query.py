def query(db):
    return Customers.query().where(Customers.age.between(18, 30)).pluck(db, Customers.id)
