def query(db):
    return (
        OrderLines.query()
        .join(OrderLines.order)
        .where(Orders.status == "open")
        .as_delete()
        .returning(OrderLines.order_id)
        .fetch(db)
    )
