def query(db):
    return (
        Orders.query()
        .where(Orders.placed_at >= dt.datetime(2024, 3, 1, tzinfo=dt.UTC))
        .pluck(db, Orders.id)
    )
