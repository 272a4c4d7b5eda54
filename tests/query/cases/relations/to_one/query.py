def query(db):
    return Orders.query().where(Orders.customer.any(Customers.city == "Rome")).pluck(db, Orders.id)
