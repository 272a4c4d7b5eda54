def query(db):
    return (
        Orders.query()
        .join(Orders.customer)
        .order_by(Orders.id)
        .select(Orders.id, Customers.name)
        .fetch(db)
    )
