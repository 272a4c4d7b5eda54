def query(db):
    return (
        Customers.query()
        .where(any_of(Customers.id == 1, Customers.id == 2, Customers.id == 3))
        .pluck(db, Customers.id)
    )
