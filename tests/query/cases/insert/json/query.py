def query(db):
    return Customers.insert_and_return(
        db, Customers.CreateInput(id=10, email="x", name="X", settings={"a": [1, "x'y"]})
    )
