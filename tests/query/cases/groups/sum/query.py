def query(db):
    return (
        Orders.query()
        .join(Orders.lines)
        .group_by(Orders.id)
        .order_by(Orders.id)
        .select(Orders.id, sum_(OrderLines.quantity))
        .fetch(db)
    )
