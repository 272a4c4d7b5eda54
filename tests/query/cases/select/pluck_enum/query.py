def query(db):
    return Products.query().order_by(Products.id).pluck(db, Products.state)
