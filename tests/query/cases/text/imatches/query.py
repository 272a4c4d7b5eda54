def query(db):
    return Products.query().where(Products.name.imatches("^t.* C")).pluck(db, Products.id)
