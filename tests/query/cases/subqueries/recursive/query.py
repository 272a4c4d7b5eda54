def query(db):
    return (
        Select(tree)
        .order_by(tree.column(Employees.id))
        .select(tree.column(Employees.name))
        .fetch(db)
    )
