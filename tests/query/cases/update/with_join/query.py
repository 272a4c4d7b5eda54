def query(db):
    return (
        Orders.query()
        .join(Orders.customer)
        .where(Customers.name == "Bob")
        .as_update(Orders.status.to("done"))
        .returning(Orders.id)
        .fetch(db)
    )
