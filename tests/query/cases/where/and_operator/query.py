def query(db):
    return (
        Customers.query()
        .where((Customers.age > 20) & (Customers.city == "Oslo"))
        .pluck(db, Customers.id)
    )
