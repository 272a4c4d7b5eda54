def query(db):
    return (
        Customers.query()
        .order_by(Customers.id)
        .include(Customers.orders.include(Orders.lines.include(OrderLines.product)))
        .fetch(db)
    )
