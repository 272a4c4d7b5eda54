def query(db):
    return Labels.query().cross_join(Profiles).count(db)
