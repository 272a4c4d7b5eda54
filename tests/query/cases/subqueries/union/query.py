def query(db):
    return (
        Customers.query()
        .where(Customers.city == "Rome")
        .select(Customers.name)
        .union(Employees.query().where(Employees.id == 1).select(Employees.name))
        .order_by(Customers.name)
        .fetch(db)
    )
