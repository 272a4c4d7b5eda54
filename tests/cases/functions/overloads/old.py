def define(db):
    db.function("twice", "a integer", returns="integer", body="SELECT a * 2")
    db.function("twice", "a numeric", returns="numeric", body="SELECT a * 2")
    db.function("twice", "a text", returns="text", body="SELECT a || a")
