def query(db):
    return (
        Customers.query()
        .where(raw_condition("{} % 2 = {}", Customers.id, 1))
        .pluck(db, Customers.id)
    )
