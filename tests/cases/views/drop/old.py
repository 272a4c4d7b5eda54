def define(db):
    db.view("one", "SELECT 1 AS a", comment="old", columns={"a": {"comment": "old"}})
