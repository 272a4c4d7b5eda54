def query(db):
    return (
        OrderLines.query()
        .where(
            row(OrderLines.order_id, OrderLines.product_id).in_(
                OrderLines.query()
                .where(OrderLines.quantity > 2)
                .select(OrderLines.order_id, OrderLines.product_id)
            )
        )
        .fetch(db)
    )
