def query(db):
    return (
        Customers.query()
        .join(Orders, (Orders.customer_id == Customers.id) & (Orders.status == "open"))
        .fetch(db)
    )
