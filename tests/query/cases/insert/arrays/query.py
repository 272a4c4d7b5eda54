def query(db):
    return Customers.insert_and_return(
        db, Customers.CreateInput(id=10, email="x", name="X", tags=["a,b", 'c"d', "{}", "NULL"])
    )
