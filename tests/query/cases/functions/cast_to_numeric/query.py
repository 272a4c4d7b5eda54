def query(db):
    return (
        Customers.query()
        .where(Customers.id == 1)
        .select(Customers.age.cast("numeric(10,2)", Decimal))
        .scalar(db)
    )
