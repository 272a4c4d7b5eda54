def query(db):
    return (
        Customers.query()
        .order_by(length(Customers.email).desc(), Customers.id)
        .select(length(Customers.email))
        .limit(1)
        .scalar(db)
    )
