def query(db):
    return (
        Customers.query().where(Customers.settings["theme"].text == "dark").pluck(db, Customers.id)
    )
