def query(db):
    return Products.query().where(Products.id == 4).select(round_(Products.price, 1)).scalar(db)
