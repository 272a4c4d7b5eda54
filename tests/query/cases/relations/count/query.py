def query(db):
    return (
        Customers.query()
        .order_by(Customers.id)
        .select(Customers.id, Customers.orders.count())
        .fetch(db)
    )
