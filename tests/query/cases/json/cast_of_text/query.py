def query(db):
    return (
        Customers.query()
        .where(Customers.settings["size"]["font"].text.cast("integer", int) > 10)
        .pluck(db, Customers.id)
    )
