def define(db):
    db.function("one", returns="integer", body="SELECT 1")
