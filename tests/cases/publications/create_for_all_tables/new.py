def define(db):
    db.publication("everything", all_tables=True, publish=["insert", "update"])
