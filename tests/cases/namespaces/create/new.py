def define(db):
    db.namespace("billing")
    db.namespace("shipping")
