def query(db):
    return (
        Orders.query()
        .where(Orders.placed_at.part("month") == 2)
        .order_by(Orders.id)
        .pluck(db, Orders.id)
    )
