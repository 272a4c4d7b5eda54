def query(db):
    return (
        Customers.query()
        .select(Customers.id)
        .except_(Orders.query().select(Orders.customer_id))
        .order_by(Customers.id)
        .fetch(db)
    )
