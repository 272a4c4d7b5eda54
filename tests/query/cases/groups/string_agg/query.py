def query(db):
    return Labels.query().select(string_agg(Labels.name, ", ").order_by(Labels.name)).scalar(db)
