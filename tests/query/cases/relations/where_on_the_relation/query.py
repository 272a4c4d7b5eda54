def query(db):
    return (
        Customers.query()
        .where(Customers.orders.where(Orders.status == "open").any())
        .pluck(db, Customers.id)
    )
