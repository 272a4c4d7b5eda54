def query(db):
    return Products.query().all_rows().update(db, Products.stock.to(0))
