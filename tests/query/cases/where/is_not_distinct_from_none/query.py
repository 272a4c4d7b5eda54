def query(db):
    return (
        Customers.query().where(Customers.city.is_not_distinct_from(None)).pluck(db, Customers.id)
    )
