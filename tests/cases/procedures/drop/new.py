def define(db):
    pass
