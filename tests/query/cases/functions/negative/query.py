def query(db):
    return Products.query().where(Products.id == 1).select(-Products.stock).scalar(db)
