def query(db):
    return (
        select(spending.named("orders"))
        .from_(spending)
        .order_by(spending.named("orders"))
        .fetch(db)
    )
