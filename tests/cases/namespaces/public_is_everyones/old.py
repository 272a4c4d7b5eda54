def define(db):
    db.namespace("public", revokes={"PUBLIC": "usage"})
    db.function("one", returns="integer", body="SELECT 1")
