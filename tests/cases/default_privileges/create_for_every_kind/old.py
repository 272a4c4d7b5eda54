def define(db):
    db.namespace("app")
