def query(db):
    return (
        Orders.query()
        .where(Orders.id == 1)
        .select(date_trunc("month", Orders.placed_at))
        .scalar(db)
    )
