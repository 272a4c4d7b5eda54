def define(db):
    db.function("twice", "a integer", returns="integer", body="SELECT a * 2")
