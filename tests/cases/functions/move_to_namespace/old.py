def define(db):
    db.namespace("tools")
    db.function("add", "a integer", returns="integer", body="SELECT a")
