def query(db):
    return select(raw("current_setting({})", "standard_conforming_strings")).scalar(db)
