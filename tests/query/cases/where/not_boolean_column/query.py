def query(db):
    return Customers.query().where(~(Customers.active == True)).pluck(db, Customers.id)
