def query(db):
    return (
        Customers.query()
        .group_by(Customers.city)
        .having(count() > 1)
        .select(Customers.city)
        .fetch(db)
    )
