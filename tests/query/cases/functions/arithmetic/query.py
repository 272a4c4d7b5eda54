def query(db):
    return (
        Products.query()
        .where(Products.id == 1)
        .select((Products.stock + 1) * 2 - 3, Products.stock / 3, Products.stock % 3)
        .fetch(db)
    )
