def define(db):
    db.namespace("extensions")
    db.extension("citext", namespace="extensions")
