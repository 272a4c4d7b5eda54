def query(db):
    return (
        Orders.query()
        .where(Orders.id <= 3)
        .order_by(Orders.id)
        .include(Orders.customer.include(Customers.profile.where(Profiles.bio.has_text("%"))))
        .fetch(db)
    )
