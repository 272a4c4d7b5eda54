def query(db):
    return (
        Products.query()
        .where(Products.id == 1)
        .select((Products.price * 2).label("twice"))
        .values()
        .fetch(db)
    )
