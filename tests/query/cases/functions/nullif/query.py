def query(db):
    return Products.query().order_by(Products.id).select(nullif(Products.stock, 0)).fetch(db)
