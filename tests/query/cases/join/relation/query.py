def query(db):
    return (
        Customers.query()
        .join(Customers.orders)
        .order_by(Orders.id)
        .select(Customers.name, Orders.id)
        .fetch(db)
    )
