def query(db):
    return (
        Customers.query()
        .where(Customers.orders.any(Orders.status == "open"))
        .pluck(db, Customers.id)
    )
