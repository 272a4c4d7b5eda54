def query(db):
    return (
        Products.query()
        .order_by(Products.id)
        .select(sum_(Products.stock).over(order_by=[Products.id], frame=rows(0, None)))
        .fetch(db)
    )
