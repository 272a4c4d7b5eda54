def query(db):
    return (
        Customers.query()
        .order_by(Customers.name, Customers.id)
        .after("Bob", 2)
        .pluck(db, Customers.id)
    )
