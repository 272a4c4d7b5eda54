def query(db):
    return (
        Employees.query()
        .where(Employees.staff.any(Employees.staff.any(Employees.name == "Wim")))
        .fetch(db)
    )
