def query(db):
    return Customers.update_and_return(db, 1, Customers.UpdateInput())
