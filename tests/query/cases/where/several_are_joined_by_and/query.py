def query(db):
    return (
        Customers.query()
        .where(Customers.age > 20, Customers.city == "Rome")
        .pluck(db, Customers.id)
    )
