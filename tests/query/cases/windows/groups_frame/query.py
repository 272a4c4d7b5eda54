def query(db):
    return (
        Products.query()
        .order_by(Products.id)
        .select(count().over(order_by=[Products.state], frame=groups(0, 1)))
        .fetch(db)
    )
