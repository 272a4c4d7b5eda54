def define(db):
    db.namespace("old data")
