def query(db):
    return (
        Customers.query()
        .order_by(Customers.id)
        .select(case((Customers.age < 20, "young"), (Customers.age > 40, "old"), otherwise="?"))
        .fetch(db)
    )
