def query(db):
    return Customers.query().where(Customers.settings["beta"] == True).pluck(db, Customers.id)
