def query(db):
    return (
        Customers.query()
        .where(Customers.age > 40)
        .or_where(Customers.city.is_null())
        .pluck(db, Customers.id)
    )
