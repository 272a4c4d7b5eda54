def query(db):
    return (
        Customers.query()
        .where(Customers.settings.has_any_key("beta", "size"))
        .pluck(db, Customers.id)
    )
