def query(db):
    return Products.query().where(Products.id == 99).sum(db, Products.price)
