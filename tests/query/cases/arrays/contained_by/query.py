def query(db):
    return (
        Customers.query().where(Customers.tags.contained_by(["vip", "new"])).pluck(db, Customers.id)
    )
