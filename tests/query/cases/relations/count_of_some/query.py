def query(db):
    return (
        Customers.query()
        .where(Customers.orders.count(Orders.status == "paid") == 1)
        .order_by(Customers.id)
        .pluck(db, Customers.id)
    )
