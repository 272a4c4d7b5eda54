def query(db):
    return (
        Select(gone)
        .order_by(gone.column(OrderLines.position))
        .select(gone.column(OrderLines.position))
        .fetch(db)
    )
