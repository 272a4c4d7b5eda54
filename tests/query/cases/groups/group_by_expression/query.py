def query(db):
    return (
        Orders.query()
        .group_by(date_trunc("month", Orders.placed_at))
        .order_by(date_trunc("month", Orders.placed_at))
        .select(count())
        .fetch(db)
    )
