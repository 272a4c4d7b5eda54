def define(db):
    db.namespace("billing", comment="old")
