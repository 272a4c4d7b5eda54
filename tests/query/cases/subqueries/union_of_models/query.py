def query(db):
    return (
        Customers.query()
        .where(Customers.id == 1)
        .union(Customers.query().where(Customers.id == 2))
        .order_by(Customers.id.desc())
        .fetch(db)
    )
