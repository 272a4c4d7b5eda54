def query(db):
    return Products.query().where(Products.price > 20).pluck(db, Products.id)
