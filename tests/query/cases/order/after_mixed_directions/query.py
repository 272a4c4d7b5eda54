def query(db):
    return (
        Orders.query()
        .order_by(Orders.status.desc(), Orders.id)
        .after("paid", 1)
        .pluck(db, Orders.id)
    )
