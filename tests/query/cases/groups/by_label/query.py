def query(db):
    return Products.query().group_by(band).order_by(band.desc()).select(band, count()).fetch(db)
