def query(db):
    return Products.query().select(Products.name, place).order_by(place).fetch(db)
