def query(db):
    return Select(
        Customers.query()
        .select(Customers.name.label("name"))
        .union(Employees.query().select(Employees.name))
        .subquery("people")
    ).count(db)
