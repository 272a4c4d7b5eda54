def query(db):
    return (
        Orders.query()
        .where(Orders.customer.any(Customers.orders.any(Orders.status == "open")))
        .order_by(Orders.id)
        .pluck(db, Orders.id)
    )
