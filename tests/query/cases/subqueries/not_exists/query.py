def query(db):
    return (
        Customers.query()
        .where(~exists(Orders.query().where(Orders.customer_id == Customers.id)))
        .pluck(db, Customers.id)
    )
