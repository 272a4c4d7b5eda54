def query(db):
    return Customers.query().join(Customers.orders).where(Orders.status == "gone").exists(db)
