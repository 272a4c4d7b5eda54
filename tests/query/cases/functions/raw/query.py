def query(db):
    return (
        Customers.query()
        .where(Customers.id == 1)
        .select(raw("{} || '{{}}' || {}", Customers.name, "x%s$1"))
        .scalar(db)
    )
