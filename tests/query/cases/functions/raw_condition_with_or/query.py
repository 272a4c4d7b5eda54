def query(db):
    return (
        Customers.query()
        .where(raw_condition("{} = 1 OR {} = 5", Customers.id, Customers.id))
        .pluck(db, Customers.id)
    )
