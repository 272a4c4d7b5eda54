def query(db):
    return (
        Customers.query()
        .where(Customers.orders.with_deleted().any(Orders.id == 4))
        .pluck(db, Customers.id)
    )
