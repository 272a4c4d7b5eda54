def query(db):
    return (
        Customers.query()
        .where(Customers.id == 99)
        .select(Customers.id)
        .union(Orders.query().where(Orders.id == 99).select(Orders.id))
        .exists(db)
    )
