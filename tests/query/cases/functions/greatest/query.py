def query(db):
    return (
        Products.query()
        .order_by(Products.id)
        .select(greatest(Products.stock, 7), least(Products.stock, 7))
        .fetch(db)
    )
