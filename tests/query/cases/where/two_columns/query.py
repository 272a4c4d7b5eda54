def query(db):
    return Products.query().where(Products.stock > Products.sold).pluck(db, Products.id)
