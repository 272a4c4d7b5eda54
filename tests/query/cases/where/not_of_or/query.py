def query(db):
    return (
        Customers.query()
        .where(~((Customers.city == "Rome") | (Customers.age > 40)))
        .pluck(db, Customers.id)
    )
