def define(db):
    db.procedure("work", "n integer", body="SELECT n")
