def query(db):
    return Products.query().order_by(Products.price).limit(2).sum(db, Products.price)
