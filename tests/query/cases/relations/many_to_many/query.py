def query(db):
    return Products.query().where(Products.labels.any(Labels.name == "gift")).pluck(db, Products.id)
