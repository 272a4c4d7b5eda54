def query(db):
    return (
        Customers.query().with_deleted().where(Customers.settings == [1, 2]).pluck(db, Customers.id)
    )
