def query(db):
    return Products.query().select(aggregate("stddev_pop", Products.stock)).scalar(db)
