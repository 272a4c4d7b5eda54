def query(db):
    return Products.query().max(db, Products.state)
