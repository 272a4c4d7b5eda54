def query(db):
    return (
        Customers.insert_query(Customers.CreateInput(id=1, email="ann@example.org", name="Anna"))
        .on_conflict(Customers.email)
        .do_update(Customers.name.to(excluded(Customers.name).concat("!")))
        .returning(Customers.id, Customers.name)
        .fetch(db)
    )
