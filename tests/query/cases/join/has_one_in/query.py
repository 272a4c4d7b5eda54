def query(db):
    return (
        Customers.query()
        .left_join(Customers.profile)
        .order_by(Customers.id)
        .select(Customers.name, Profiles.bio)
        .fetch(db)
    )
