def query(db):
    return (
        Customers.query()
        .where(Customers.active == True, (Customers.age > 40) | (Customers.city == "Rome"))
        .pluck(db, Customers.id)
    )
