def query(db):
    return (
        Customers.query()
        .select(Customers.city)
        .union(Customers.query().select(Customers.city), all_rows=True)
        .order_by(Customers.city)
        .limit(3)
        .fetch(db)
    )
