def query(db):
    return Customers.query().select(Customers.name).order_by(Customers.id).scalars().fetch(db)
