def query(db):
    return (
        Products.query()
        .where(Products.price > scalar(Products.query().select(avg(Products.price))))
        .pluck(db, Products.id)
    )
