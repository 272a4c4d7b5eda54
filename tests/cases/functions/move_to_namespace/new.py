def define(db):
    db.namespace("tools")
    db.function("tools.add", "a integer", returns="integer", body="SELECT a", renamed_from="add")
