def query(db):
    return (
        Customers.query()
        .where(Customers.age > 40)
        .or_where(Customers.city == "Rome", Customers.age < 20)
        .pluck(db, Customers.id)
    )
