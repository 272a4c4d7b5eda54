def query(db):
    return (
        Customers.query()
        .order_by(Customers.id)
        .select(coalesce(Customers.city, Customers.name, "?"))
        .fetch(db)
    )
