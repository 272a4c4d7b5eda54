def query(db):
    return (
        Customers.query()
        .where(
            Customers.id.in_(
                Orders.query().where(Orders.status == "open").select(Orders.customer_id)
            )
        )
        .pluck(db, Customers.id)
    )
