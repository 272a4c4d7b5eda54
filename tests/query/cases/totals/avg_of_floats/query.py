def query(db):
    return Products.query().avg(db, Products.weight)
