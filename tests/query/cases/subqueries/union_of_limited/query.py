def query(db):
    return (
        Customers.query()
        .order_by(Customers.id)
        .limit(1)
        .select(Customers.id)
        .union(Customers.query().order_by(Customers.id.desc()).limit(1).select(Customers.id))
        .order_by(Customers.id)
        .offset(1)
        .fetch(db)
    )
