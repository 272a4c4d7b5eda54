def query(db):
    return (
        Customers.query()
        .group_by(Customers.city)
        .select(Customers.city, count())
        .order_by(Customers.city)
        .fetch(db)
    )
