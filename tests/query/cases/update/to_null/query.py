def query(db):
    return (
        Customers.query()
        .where(Customers.id == 1)
        .as_update(Customers.city.to(None))
        .returning(Customers.city)
        .fetch(db)
    )
