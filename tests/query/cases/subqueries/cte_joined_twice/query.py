def query(db):
    return (
        Customers.query()
        .join(recent, recent.column(Orders.customer_id) == Customers.id)
        .join(again, again.column(Orders.customer_id) == Customers.id)
        .order_by(Customers.id)
        .select(Customers.id, recent.column(Orders.id), again.column(Orders.id))
        .fetch(db)
    )
