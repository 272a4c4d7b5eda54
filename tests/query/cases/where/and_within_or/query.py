def query(db):
    return (
        Customers.query()
        .where((Customers.age > 40) | ((Customers.city == "Rome") & (Customers.age < 20)))
        .pluck(db, Customers.id)
    )
