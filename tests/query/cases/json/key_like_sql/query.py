def query(db):
    return (
        Customers.query().where(Customers.settings["a' ->> 'b"].text == "x").pluck(db, Customers.id)
    )
