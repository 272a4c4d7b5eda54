def query(db):
    return (
        Products.query()
        .order_by(Products.id)
        .include(Products.labels.order_by(Labels.name).limit(1))
        .fetch(db)
    )
