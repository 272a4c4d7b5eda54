def query(db):
    return (
        Customers.query()
        .order_by(Customers.orders.count().desc(), Customers.id)
        .pluck(db, Customers.id)
    )
