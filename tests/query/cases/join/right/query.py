def query(db):
    return (
        Orders.query()
        .with_deleted()
        .right_join(Orders.customer)
        .order_by(Customers.id, Orders.id)
        .select(Orders.id, Customers.id)
        .fetch(db)
    )
