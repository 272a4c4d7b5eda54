def query(db):
    return Products.query().where(Products.state == ProductsState.ON_SALE).pluck(db, Products.id)
