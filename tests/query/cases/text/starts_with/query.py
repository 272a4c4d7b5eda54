def query(db):
    return Products.query().where(Products.name.starts_with("Tea")).pluck(db, Products.id)
