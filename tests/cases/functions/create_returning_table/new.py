def define(db):
    db.function("pairs", returns="TABLE(a integer, b text)", body="SELECT 1, 'x'")
