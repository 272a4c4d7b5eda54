def define(db):
    db.namespace("app")
    db.namespace("log")
    db.publication("changes", namespaces=["log", "public"])
