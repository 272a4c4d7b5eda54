def define(db):
    db.view("a", "SELECT * FROM b")
    db.view("b", "SELECT * FROM c")
    db.view("c", "SELECT 1 AS x")
