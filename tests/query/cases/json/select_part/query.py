def query(db):
    return Customers.query().where(Customers.id == 1).select(Customers.settings["size"]).scalar(db)
