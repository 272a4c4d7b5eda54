def query(db):
    return Customers.query().where(Customers.name == "$1 %s {}").fetch(db)
