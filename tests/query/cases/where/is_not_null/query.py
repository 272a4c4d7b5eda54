def query(db):
    return Customers.query().where(Customers.settings.is_not_null()).pluck(db, Customers.id)
