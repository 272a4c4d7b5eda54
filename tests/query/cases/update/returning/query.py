def query(db):
    return (
        Products.query()
        .where(Products.stock > 9)
        .update_returning(db, Products.stock.to(Products.stock - 1))
    )
