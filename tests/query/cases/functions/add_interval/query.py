def query(db):
    return (
        Orders.query()
        .where(Orders.id == 1)
        .select(Orders.placed_at + dt.timedelta(days=1))
        .scalar(db)
    )
