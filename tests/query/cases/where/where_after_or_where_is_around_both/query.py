def query(db):
    return (
        Customers.query()
        .where(Customers.age > 40)
        .or_where(Customers.city == "Rome")
        .where(Customers.active == True)
        .pluck(db, Customers.id)
    )
