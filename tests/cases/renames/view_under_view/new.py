def define(db):
    db.view("base", "SELECT 1 AS x", renamed_from="a")
    db.view("b", "SELECT base.x FROM base")
