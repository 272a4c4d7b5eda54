def query(db):
    return (
        Customers.query()
        .order_by(Customers.id)
        .include(Customers.orders.order_by(Orders.id.desc()))
        .fetch(db)
    )
