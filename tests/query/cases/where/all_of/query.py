def query(db):
    return (
        Customers.query()
        .where(all_of([Customers.id > 1, Customers.id < 4]))
        .pluck(db, Customers.id)
    )
