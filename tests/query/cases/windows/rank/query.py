def query(db):
    return (
        Customers.query()
        .order_by(Customers.id)
        .select(
            rank().over(order_by=[Customers.city]), dense_rank().over(order_by=[Customers.city])
        )
        .fetch(db)
    )
