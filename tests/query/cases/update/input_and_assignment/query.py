def query(db):
    return (
        Products.query()
        .where(Products.id == 1)
        .as_update(Products.UpdateInput(name="x"), Products.stock.to(1))
        .returning(Products.name, Products.stock)
        .fetch(db)
    )
