def query(db):
    return Customers.query().where(Customers.id == 4).select(Customers.settings.text).scalar(db)
