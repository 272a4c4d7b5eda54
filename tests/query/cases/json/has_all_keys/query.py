def query(db):
    return (
        Customers.query()
        .where(Customers.settings.has_all_keys("theme", "size"))
        .pluck(db, Customers.id)
    )
