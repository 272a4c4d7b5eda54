def query(db):
    return Products.query().where(Products.weight < 0.6).pluck(db, Products.id)
