def query(db):
    return (
        Customers.query()
        .where(
            Customers.orders.any(Orders.lines.any(OrderLines.product.any(Products.code == "BAG")))
        )
        .pluck(db, Customers.id)
    )
