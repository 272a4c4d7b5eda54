def query(db):
    return (
        Customers.query()
        .group_by(Customers.city)
        .having(count() > 0)
        .having(max_(Customers.age) > 40)
        .select(Customers.city)
        .fetch(db)
    )
