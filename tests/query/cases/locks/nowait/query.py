def query(db):
    return (
        Customers.query()
        .where(Customers.id == 1)
        .select(Customers.id)
        .for_update(nowait=True)
        .fetch(db)
    )
