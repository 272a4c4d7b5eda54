def define(db):
    db.namespace("billing", comment="it's new")
