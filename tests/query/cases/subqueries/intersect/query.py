def query(db):
    return (
        Customers.query()
        .where(Customers.id < 3)
        .select(Customers.id)
        .intersect(Customers.query().where(Customers.id > 1).select(Customers.id))
        .fetch(db)
    )
