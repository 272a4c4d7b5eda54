def query(db):
    return (
        Customers.query()
        .group_by(Customers.active)
        .order_by(Customers.active)
        .select(Customers.active, array_agg(Customers.id).order_by(Customers.id.desc()))
        .fetch(db)
    )
