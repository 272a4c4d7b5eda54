def query(db):
    return Products.query().order_by(Products.id).select(Products.name, Products.state).fetch(db)
