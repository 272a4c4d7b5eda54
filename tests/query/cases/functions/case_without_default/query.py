def query(db):
    return (
        Customers.query()
        .order_by(Customers.id)
        .select(case((Customers.age > 40, Customers.name)))
        .fetch(db)
    )
