def query(db):
    return (
        Products.query()
        .order_by(Products.id)
        .select(
            first_value(Products.name).over(order_by=[Products.id]),
            last_value(Products.name).over(order_by=[Products.id]),
        )
        .fetch(db)
    )
