def query(db):
    return (
        Customers.query()
        .cross_join(
            Orders.query()
            .where(Orders.customer_id == Customers.id)
            .order_by(Orders.placed_at.desc())
            .limit(1)
            .select(Orders.id, Orders.status)
            .subquery("latest", lateral=True)
        )
        .order_by(Customers.id)
        .select(Customers.name)
        .fetch(db)
    )
