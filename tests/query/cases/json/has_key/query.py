def query(db):
    return Customers.query().where(Customers.settings.has_key("beta")).pluck(db, Customers.id)
