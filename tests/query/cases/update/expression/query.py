def query(db):
    return (
        Products.query()
        .where(Products.id == 1)
        .as_update(Products.price.to(Products.price * Decimal("1.1")))
        .returning(Products.price)
        .fetch(db)
    )
