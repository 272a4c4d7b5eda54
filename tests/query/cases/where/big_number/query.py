def query(db):
    return Products.query().where(Products.sold >= 3_000_000_000).pluck(db, Products.id)
