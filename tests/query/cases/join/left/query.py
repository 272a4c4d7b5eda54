def query(db):
    return (
        Customers.query()
        .left_join(Customers.orders)
        .order_by(Customers.id, Orders.id)
        .select(Customers.name, Orders.id)
        .fetch(db)
    )
