def query(db):
    return Products.query().where(Products.price == Decimal("9.99")).pluck(db, Products.id)
