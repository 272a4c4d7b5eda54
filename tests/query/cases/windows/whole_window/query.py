def query(db):
    return Products.query().order_by(Products.id).select(count().over()).fetch(db)
