def query(db):
    return Products.query().where(Products.sizes.contains([1])).pluck(db, Products.id)
