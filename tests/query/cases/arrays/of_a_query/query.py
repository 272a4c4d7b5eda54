def query(db):
    return (
        Customers.query()
        .where(Customers.id == 1)
        .select(
            array(
                Orders.query()
                .where(Orders.customer_id == Customers.id)
                .order_by(Orders.id)
                .select(Orders.id)
            )
        )
        .scalar(db)
    )
