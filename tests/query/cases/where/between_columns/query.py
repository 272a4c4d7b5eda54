def query(db):
    return (
        Customers.query()
        .where(Customers.age.between(Customers.id, Customers.id + 40))
        .pluck(db, Customers.id)
    )
