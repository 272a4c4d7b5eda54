def define(db):
    db.view("v", "SELECT 1 AS a")
