def define(db):
    db.function("twice", "a integer", returns="integer", body="SELECT a * 2")
    db.function("twice", "a text", returns="text", body="SELECT concat(a, a)")
    db.function("twice", "a integer, b integer", returns="integer", body="SELECT (a + b) * 2")
