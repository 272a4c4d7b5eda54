def query(db):
    return Products.query().where(Products.name.matches("^T.* c")).pluck(db, Products.id)
