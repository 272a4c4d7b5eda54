def query(db):
    return (
        Customers.query()
        .where(Customers.id == 1)
        .select(Customers.age.cast("text", str))
        .scalar(db)
    )
