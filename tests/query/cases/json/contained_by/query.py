def query(db):
    return (
        Customers.query()
        .where(Customers.settings.contained_by({"theme": "light", "beta": True, "x": 1}))
        .pluck(db, Customers.id)
    )
