def query(db):
    return (
        Labels.insert_from(
            [Labels.name], Employees.query().order_by(Employees.id).select(Employees.name)
        )
        .returning(Labels.name)
        .fetch(db)
    )
