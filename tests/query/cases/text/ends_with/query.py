def query(db):
    return Products.query().where(Products.name.ends_with("cup")).pluck(db, Products.id)
