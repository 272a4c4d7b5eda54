def query(db):
    return (
        Orders.query()
        .distinct(Orders.customer_id)
        .order_by(Orders.customer_id, Orders.placed_at)
        .fetch(db)
    )
