def query(db):
    return Products.query().where(Products.name.starts_with("50%_")).pluck(db, Products.id)
