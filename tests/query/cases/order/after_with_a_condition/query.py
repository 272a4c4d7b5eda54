def query(db):
    return (
        Customers.query()
        .where(Customers.city == "Rome")
        .order_by(Customers.id)
        .after(1)
        .limit(5)
        .pluck(db, Customers.id)
    )
