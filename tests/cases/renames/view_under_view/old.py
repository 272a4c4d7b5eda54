def define(db):
    db.view("a", "SELECT 1 AS x")
    db.view("b", "SELECT a.x FROM a")
