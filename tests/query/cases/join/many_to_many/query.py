def query(db):
    return (
        Products.query()
        .join(Products.labels)
        .order_by(Products.id, Labels.id)
        .select(Products.name, Labels.name)
        .fetch(db)
    )
