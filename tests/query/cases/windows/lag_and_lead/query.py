def query(db):
    return (
        Products.query()
        .order_by(Products.id)
        .select(
            lag(Products.name).over(order_by=[Products.id]),
            lead(Products.name, 2).over(order_by=[Products.id]),
        )
        .fetch(db)
    )
