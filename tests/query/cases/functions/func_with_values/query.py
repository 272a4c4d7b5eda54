def query(db):
    return select(func("repeat", "ab", 3)).scalar(db)
