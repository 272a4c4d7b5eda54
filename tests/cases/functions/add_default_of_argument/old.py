def define(db):
    db.function("add", "a integer, b integer", returns="integer", body="SELECT a + b")
