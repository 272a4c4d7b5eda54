def query(db):
    return Customers.upsert_and_return(
        db,
        Customers.CreateInput(id=1, email="ann@example.org", name="Anna", age=31),
        on=Customers.email,
    )
