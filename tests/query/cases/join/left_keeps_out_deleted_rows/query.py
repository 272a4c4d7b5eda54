def query(db):
    return (
        Customers.query()
        .left_join(Orders, Orders.customer_id == Customers.id)
        .where(Customers.id == 2)
        .select(Orders.id)
        .fetch(db)
    )
