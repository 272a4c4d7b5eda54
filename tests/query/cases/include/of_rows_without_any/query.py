def query(db):
    return (
        Customers.query()
        .where(Customers.id == 4)
        .include(Customers.orders.include(Orders.lines))
        .fetch(db)
    )
