def query(db):
    return Products.query().sum(db, Products.stock)
