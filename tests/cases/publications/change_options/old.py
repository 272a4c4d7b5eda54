def define(db):
    db.publication("changes", publish=["insert", "update"])
