def query(db):
    return Labels.query().where(Labels.products.any(Products.price > 50)).pluck(db, Labels.id)
