def query(db):
    return Customers.insert_many_and_return(
        db,
        [
            Customers.CreateInput(id=10, email="x", name="X", age=1),
            Customers.CreateInput(id=11, email="y", name="Y", active=False),
        ],
    )
