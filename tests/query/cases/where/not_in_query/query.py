def query(db):
    return (
        Customers.query()
        .where(Customers.id.not_in(Orders.query().select(Orders.customer_id)))
        .pluck(db, Customers.id)
    )
