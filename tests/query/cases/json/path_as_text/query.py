def query(db):
    return (
        Customers.query()
        .where(Customers.settings["size"]["font"].text == "12")
        .pluck(db, Customers.id)
    )
