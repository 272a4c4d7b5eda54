def query(db):
    return (
        Customers.query()
        .order_by(Customers.id)
        .select(
            Customers.id,
            scalar(Orders.query().where(Orders.customer_id == Customers.id).select(count())),
        )
        .fetch(db)
    )
