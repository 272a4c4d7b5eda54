def query(db):
    return Customers.insert(db, Customers.CreateInput(id=10, email="x", name="X"))
