def query(db):
    return (
        Orders.query()
        .distinct(Orders.customer_id)
        .order_by(Orders.customer_id, Orders.placed_at.desc())
        .select(Orders.customer_id, Orders.id)
        .fetch(db)
    )
