def query(db):
    return (
        OrderLines.query()
        .where(OrderLines.order_id == 1)
        .order_by(OrderLines.position)
        .include(OrderLines.order)
        .fetch(db)
    )
