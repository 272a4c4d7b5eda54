def query(db):
    return (
        Customers.query()
        .where(Customers.email.like(lower(Customers.name).concat("%")))
        .pluck(db, Customers.id)
    )
