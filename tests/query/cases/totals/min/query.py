def query(db):
    return Products.query().min(db, Products.price)
