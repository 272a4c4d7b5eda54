def query(db):
    return Customers.query().where(Customers.city.is_distinct_from("Rome")).pluck(db, Customers.id)
