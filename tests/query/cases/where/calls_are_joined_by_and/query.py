def query(db):
    return (
        Customers.query()
        .where(Customers.age > 20)
        .where(Customers.city == "Rome")
        .pluck(db, Customers.id)
    )
