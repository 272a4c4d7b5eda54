def query(db):
    return Labels.query().order_by(Labels.id).as_(Named).fetch(db)
