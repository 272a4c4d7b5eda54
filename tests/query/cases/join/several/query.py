def query(db):
    return (
        Customers.query()
        .join(Customers.orders)
        .join(Orders.lines)
        .join(OrderLines.product)
        .where(Products.code == "TEA-2")
        .select(Customers.name, OrderLines.quantity)
        .order_by(Customers.id)
        .fetch(db)
    )
