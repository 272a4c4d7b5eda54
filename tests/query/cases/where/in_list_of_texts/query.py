def query(db):
    return Customers.query().where(Customers.city.in_(["Rome", "Oslo"])).pluck(db, Customers.id)
