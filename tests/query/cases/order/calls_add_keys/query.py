def query(db):
    return (
        Customers.query()
        .order_by(Customers.active.desc())
        .order_by(Customers.id.desc())
        .pluck(db, Customers.id)
    )
