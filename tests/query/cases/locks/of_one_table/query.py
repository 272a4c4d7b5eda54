def query(db):
    return (
        Customers.query()
        .join(Customers.orders)
        .where(Orders.id == 1)
        .select(Customers.id)
        .for_update(of=Customers)
        .fetch(db)
    )
