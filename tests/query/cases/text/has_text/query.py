def query(db):
    return Products.query().where(Products.name.has_text("_o")).pluck(db, Products.id)
