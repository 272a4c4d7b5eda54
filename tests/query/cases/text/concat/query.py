def query(db):
    return (
        Customers.query()
        .where(Customers.id == 1)
        .select(Customers.name.concat(" of ").concat(Customers.city).label("who"))
        .fetch(db)
    )
