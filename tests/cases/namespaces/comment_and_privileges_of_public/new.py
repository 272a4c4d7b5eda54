def define(db):
    db.namespace("public", comment="ours", grants={"PUBLIC": "usage"})
    db.view("v", "SELECT 1 AS a")
