def query(db):
    return (
        Customers.query()
        .where(~Customers.profile.any(Profiles.bio.has_text("%")))
        .order_by(Customers.id)
        .pluck(db, Customers.id)
    )
