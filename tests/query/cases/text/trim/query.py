def query(db):
    return select(trim(literal("  a  "))).scalar(db)
