def query(db):
    return (
        Orders.query()
        .where(Orders.customer_id == 2)
        .or_where(Orders.id == 4)
        .as_delete()
        .returning(Orders.id)
        .fetch(db)
    )
