def query(db):
    return (
        Customers.query()
        .where(Customers.settings.contains({"theme": "light"}))
        .pluck(db, Customers.id)
    )
