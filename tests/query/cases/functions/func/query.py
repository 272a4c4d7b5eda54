def query(db):
    return (
        Customers.query()
        .where(Customers.id == 1)
        .select(func("initcap", Customers.email))
        .scalar(db)
    )
