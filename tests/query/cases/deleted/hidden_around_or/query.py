def query(db):
    return (
        Customers.query()
        .where(Customers.id == 5)
        .or_where(Customers.id == 1)
        .pluck(db, Customers.id)
    )
