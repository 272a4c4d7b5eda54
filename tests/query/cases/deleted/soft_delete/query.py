def query(db):
    return Customers.query().where(Customers.city == "Rome").soft_delete(db)
