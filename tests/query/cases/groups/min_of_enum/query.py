def query(db):
    return Products.query().select(min_(Products.state)).scalar(db)
