def query(db):
    return (
        Customers.query().where(Customers.settings["list"][1].text == "b").pluck(db, Customers.id)
    )
