def query(db):
    return Customers.query().where(Customers.tags.overlaps(["new", "old"])).pluck(db, Customers.id)
