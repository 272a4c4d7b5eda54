def define(db):
    db.procedure("work", body="SELECT 1")
