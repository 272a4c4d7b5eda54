def query(db):
    return (
        Customers.query()
        .join(spending, spending.column(Orders.customer_id) == Customers.id)
        .order_by(Customers.id)
        .select(Customers.name, spending.named("orders"))
        .fetch(db)
    )
