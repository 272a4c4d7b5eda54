def define(db):
    db.function("work", returns="void", body="SELECT 1")
