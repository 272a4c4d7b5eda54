def query(db):
    return (
        Customers.query()
        .order_by(Customers.id)
        .include(Customers.orders.where(Orders.status == "paid"))
        .fetch(db)
    )
