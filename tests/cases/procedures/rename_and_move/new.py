def define(db):
    db.namespace("tools")
    db.procedure("tools.toil", "n integer", body="SELECT n", renamed_from="work")
