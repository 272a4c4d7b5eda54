def query(db):
    return Customers.query().where(Customers.tags == ["vip", "new"]).pluck(db, Customers.id)
