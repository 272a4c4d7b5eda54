def query(db):
    return (
        Products.query()
        .order_by(Products.id)
        .select(count().filter(Products.stock > 0).over(order_by=[Products.id]))
        .fetch(db)
    )
