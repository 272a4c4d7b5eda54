def query(db):
    return (
        Orders.query()
        .where(Orders.id == 1)
        .select(Orders.placed_at - dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
        .scalar(db)
    )
