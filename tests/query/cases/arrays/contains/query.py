def query(db):
    return Customers.query().where(Customers.tags.contains(["vip"])).pluck(db, Customers.id)
