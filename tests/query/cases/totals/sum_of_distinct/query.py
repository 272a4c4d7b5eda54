def query(db):
    return (
        Orders.query()
        .join(Orders.lines)
        .distinct()
        .select(OrderLines.quantity)
        .sum(db, OrderLines.quantity)
    )
