def query(db):
    return (
        Customers.query()
        .where(Customers.id == 1)
        .as_update(Customers.settings.to({"a": 1}))
        .returning(Customers.settings)
        .fetch(db)
    )
