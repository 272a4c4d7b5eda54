def query(db):
    return (
        Products.query()
        .where(Products.state.in_([ProductsState.DRAFT, ProductsState.GONE]))
        .pluck(db, Products.id)
    )
