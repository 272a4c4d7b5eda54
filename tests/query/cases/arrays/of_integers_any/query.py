def query(db):
    return Products.query().where(Products.sizes.any(2)).pluck(db, Products.id)
