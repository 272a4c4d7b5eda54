def define(db):
    db.namespace("tools")
    db.procedure("work", "n integer", body="SELECT n")
