def query(db):
    return Customers.update(db, 1, Customers.UpdateInput(name="Anna"))
