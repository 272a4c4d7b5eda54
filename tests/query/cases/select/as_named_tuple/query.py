def query(db):
    return (
        Customers.query()
        .order_by(Customers.id)
        .select(Customers.id, Customers.name)
        .as_(Pair)
        .fetch(db)
    )
