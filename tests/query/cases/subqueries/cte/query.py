def query(db):
    return (
        Select(recent).order_by(recent.column(Orders.id)).select(recent.column(Orders.id)).fetch(db)
    )
