def define(db):
    db.namespace("public", grants={"PUBLIC": "usage"})
    db.function("one", returns="integer", body="SELECT 1")
    db.grant("execute", "PUBLIC", function="one()")
