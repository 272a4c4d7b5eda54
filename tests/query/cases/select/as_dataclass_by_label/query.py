def query(db):
    return (
        Products.query()
        .order_by(Products.id)
        .select(Products.id, upper(Products.name).label("name"))
        .as_(Named)
        .fetch(db)
    )
