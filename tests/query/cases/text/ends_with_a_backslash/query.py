def query(db):
    return Products.query().where(Products.name.ends_with("\\ bag")).pluck(db, Products.id)
