def define(db):
    db.function("add", "a integer", returns="integer", body="SELECT a")
