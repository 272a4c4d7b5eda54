def query(db):
    return Customers.query().where().count(db)
