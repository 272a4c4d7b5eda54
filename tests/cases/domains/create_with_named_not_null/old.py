def define(db):
    db.namespace("billing")
