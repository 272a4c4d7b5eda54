def query(db):
    return (
        Customers.query()
        .where(
            exists(
                Orders.query().where(Orders.customer_id == Customers.id, Orders.status == "open")
            )
        )
        .pluck(db, Customers.id)
    )
