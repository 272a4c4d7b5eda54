def query(db):
    return Products.query().where(Products.name.search("lamp")).pluck(db, Products.id)
